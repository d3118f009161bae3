// What a reader chose for every library that this browser opens.

import { keep, kept } from "./kept.js";

const COVERS = "covers";

/** Whether covers may be fetched from the hosts that have them. */
export const coversWanted = () => kept(COVERS) !== "off";

export const wantCovers = (wanted) => keep(COVERS, wanted ? "on" : "off");
