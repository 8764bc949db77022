package angklung.publish;

import angklung.log.TilePath;

/** Where tiles and bundles go. */
interface TileSink {
    void put(TilePath path, byte[] bytes);
}
