"""Using the curators' desk as a browser does."""

import datetime

from django.urls import reverse


def fields_of(page) -> dict:
    """What the browser would send back from the page's form, unchanged."""
    data = {}
    for form in [
        page.context["adminform"].form,
        *(f for s in page.context.get("inline_admin_formsets", []) for f in forms_of(s)),
    ]:
        for bound in form:
            value = bound.value()
            if value is None or value is False or bound.field.disabled:
                continue
            if value is True:
                value = "on"
            elif isinstance(value, datetime.date):
                value = value.isoformat()
            elif isinstance(value, dict):
                value = bound.field.prepare_value(value)
            elif isinstance(value, str):
                value = value.replace("\n", "\r\n")  # as browsers do
            data[bound.html_name] = value
    return data


def forms_of(inline):
    yield inline.formset.management_form
    yield from inline.formset.initial_forms


def change(client, row, **given):
    """Open the row's page, change some fields, send it."""
    address = reverse(f"admin:advice_{row._meta.model_name}_change", args=[row.pk])
    return client.post(address, {**fields_of(client.get(address)), **given})
