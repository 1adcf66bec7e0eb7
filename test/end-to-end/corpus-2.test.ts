import { walkCorpus } from "./corpus.js";

walkCorpus(1);
