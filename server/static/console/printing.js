// The one button that prints: the browser's own dialog also keeps the page as a PDF.
document.addEventListener("click", (event) => event.target.closest?.("[data-print]") && print());
