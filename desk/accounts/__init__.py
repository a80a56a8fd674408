"""How people come in and out: log-in, second factors, invitations, sign-up, first steps."""
