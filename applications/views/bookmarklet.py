"""The bookmark that takes the posting one is looking at along: a small program, run by the browser on that page.

It opens our form with what it found behind a # in the address. What stands there is never sent to a server, so it is in
no log; our own script reads it (static/js/posting.js). Nothing of ours is loaded into the other page.
"""

import json
import re
from urllib.parse import quote

MARK = "#brought="
MOST = 100_000  # characters behind the #
# Data first: it says most in least. What does not fit any more is left out.
PROGRAM = """
(function () {
  var page = {url: location.href, title: document.title, blocks: [], html: "", selection: ""};
  var size = function () { return encodeURIComponent(JSON.stringify(page)).length; };
  var all = function (what) { return Array.prototype.slice.call(document.querySelectorAll(what)); };
  all('script[type*="ld+json"]').forEach(function (one) {
    if (one.textContent.indexOf("JobPosting") < 0) return;
    page.blocks.push(one.textContent);
    if (size() > MOST) page.blocks.pop();
  });
  page.selection = String(getSelection() || "");
  if (size() > MOST) page.selection = "";
  var item = document.querySelector('[itemtype*="JobPosting"]');
  page.html = all('meta[property^="og:"]').map(function (one) { return one.outerHTML; }).join("");
  if (size() > MOST) page.html = "";
  var head = page.html;
  if (item && !page.blocks.length) page.html = head + item.outerHTML;
  if (size() > MOST) page.html = head;
  var there = ADDRESS + encodeURIComponent(JSON.stringify(page));
  if (!open(there)) location.href = there;
})();
"""


def bookmarklet(address: str) -> str:
    """The address of the bookmark, for the form at this address."""
    program = re.sub(r"\s+", " ", PROGRAM).strip()
    program = program.replace("MOST", str(MOST)).replace("ADDRESS", json.dumps(address + MARK))
    return "javascript:" + quote(program, safe="!'()*,-./:;=?@_~&+$[]{}")
