"""How DRF and drf-spectacular are set up. Nothing here is read from the environment."""

REST_FRAMEWORK: dict[str, object] = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["common.api.parsers.StrictJSON"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "common.api.schema.Schema",
    "EXCEPTION_HANDLER": "common.api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,
    "UNICODE_JSON": True,
}
SPECTACULAR_SETTINGS: dict[str, object] = {
    "TITLE": "NotifyHub API",
    "DESCRIPTION": "Orders, what happened to them, and the messages that their buyers get.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # The docs page's own way in (a session) is no promise to programs.
    "AUTHENTICATION_WHITELIST": ["stores.api_base.KeyAuthentication"],
    "ENUM_NAME_OVERRIDES": {
        "Verb": "stores.roles.Verb",
        "Transport": "messaging.states.Transport",
        "MailTransport": "messaging.senders_api.MAIL_BY",
        "StoreState": "stores.models.Store.State",
        "MessageState": "messaging.states.State",
        "Channel": "messaging.states.Channel",
        "CorrectionScope": "messaging.correction.Scope",
        "MendingScope": "messaging.rescue_api.SCOPES",
        "ActivityKind": "orders.models.ActivityKind",
        "AuditState": "templates_app.audits_api.STATES",
        "NotificationKind": "templates_app.data.NotificationKind",
        "OrderNotificationKind": "messaging.shapes.OF_AN_ORDER",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "common.api.schema.with_problems",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Nothing from outside (the validator's badge is), and the CSRF token with every call: see
    # stores.api_base.DocsAuthentication.
    "SWAGGER_UI_SETTINGS": """{
      deepLinking: true, persistAuthorization: false, validatorUrl: null,
      requestInterceptor: (request) => {
        const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
        if (cookie) request.headers["X-CSRFToken"] = cookie[1];
        return request;
      },
    }""",
}
