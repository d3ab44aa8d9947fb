// Tells the page around a frame how high it is, so that nothing in it must be scrolled.
const tell = () => parent.postMessage({ pprsearchHeight: document.body.offsetHeight }, "*");
new ResizeObserver(tell).observe(document.body);
