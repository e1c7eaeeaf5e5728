import { render } from "preact";
import { App } from "./app.tsx";
import { Store } from "./store.ts";

const store = new Store();
const root = document.getElementById("root");
if (root !== null) {
  root.replaceChildren();
  render(<App store={store} />, root);
  store.connect();
}
