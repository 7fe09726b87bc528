// Tokens are kept in the page and nowhere else: a reload forgets them. No badge from a foreign host is asked for.
SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#docs",
    validatorUrl: null,
    persistAuthorization: false,
    tryItOutEnabled: true
});
