// Tells the sign-up and welcome forms which time zone this browser is in, where the field is still empty.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const field of document.querySelectorAll("input[name=time_zone]")) {
  if (zone && !field.value) field.value = zone;
}
