import { walkCorpus } from "./corpus.js";

walkCorpus(0);
