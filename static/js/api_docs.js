// The page of the API: Swagger UI over our own schema. A token typed in is forgotten with the page.
const place = document.getElementById("api");
window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "none", // all at once are more than the page can lay out
  validatorUrl: null,
});
