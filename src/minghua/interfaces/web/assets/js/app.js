// The script of every page: htmx, Alpine (CSP build), and the small behaviours of the kit.
import "./htmx.js";
import Alpine from "@alpinejs/csp";
import { disclosure } from "./disclosure.js";
import "./menus.js";
import "./dialogs.js";
import "./shell.js";
import "./panel.js";
import "./rows.js";
import "./palette.js";
import "./toasts.js";
import "./board.js";
import "./keys.js";
import "./inline.js";
import "./drop.js";
import "./arrange.js";
import "./filters.js";
import "./counter.js";
import "./growing.js";
import "./picker.js";
import "./unfolded.js";
import "./tabs.js";

window.Alpine = Alpine;
Alpine.data("disclosure", disclosure);
Alpine.start();
