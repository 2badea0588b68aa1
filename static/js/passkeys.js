// A form with data-passkey asks the browser for a passkey, or to make one ("create"), and sends what it gives. It shows
// itself where the browser can do that. What it asks for stands in data-options, else it comes from the form's address.

const canDo = "PublicKeyCredential" in window && window.isSecureContext;
const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const textOf = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const withBytes = (known = []) => known.map((one) => ({ ...one, id: bytesOf(one.id) }));

async function optionsFor(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).request_options.publicKey;
}

const ASK = {
  get: ({ allowCredentials, challenge, ...rest }) =>
    navigator.credentials.get({
      publicKey: { ...rest, challenge: bytesOf(challenge), allowCredentials: withBytes(allowCredentials) },
    }),
  // Where the device can keep it as one that needs no password, it does; else it stands beside the password.
  create: ({ authenticatorSelection, challenge, excludeCredentials, user, ...rest }) =>
    navigator.credentials.create({
      publicKey: {
        ...rest,
        challenge: bytesOf(challenge),
        user: { ...user, id: bytesOf(user.id) },
        excludeCredentials: withBytes(excludeCredentials),
        authenticatorSelection: { ...authenticatorSelection, residentKey: "preferred", requireResidentKey: false },
      },
    }),
};

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function written(passkey) {
  const { response } = passkey;
  const parts = PARTS.filter((name) => response[name]).map((name) => [name, textOf(response[name])]);
  return JSON.stringify({
    id: passkey.id,
    rawId: textOf(passkey.rawId),
    type: passkey.type,
    authenticatorAttachment: passkey.authenticatorAttachment,
    clientExtensionResults: passkey.getClientExtensionResults(),
    response: { ...Object.fromEntries(parts), ...(response.getTransports && { transports: response.getTransports() }) },
  });
}

const REASONS = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" };

async function go(form) {
  const button = form.querySelector("[type=submit]");
  const status = form.querySelector("[role=status]");
  status.textContent = "";
  button.disabled = true;
  try {
    const passkey = await ASK[form.dataset.passkey](await optionsFor(form));
    form.elements.credential.value = written(passkey);
    form.submit();
  } catch (error) {
    const said = status.dataset;
    status.textContent = said[REASONS[error.name]] ?? said.failed;
  } finally {
    button.disabled = false;
  }
}

if (canDo) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      go(form);
    });
  }
  for (const note of document.querySelectorAll("[data-without-passkeys]")) note.hidden = true;
}
