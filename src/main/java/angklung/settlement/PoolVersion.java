package angklung.settlement;

/** One version of one pool, the unit that is settled. */
record PoolVersion(String pool, int version) {

    /** The version that this one restates; there is none before the first. */
    PoolVersion before() {
        return new PoolVersion(pool, version - 1);
    }

    /** As rate sheets are named. */
    @Override
    public String toString() {
        return pool + "@v" + version;
    }
}
