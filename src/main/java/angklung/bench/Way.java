package angklung.bench;

/** How far the plays go, each way further than the one before. */
enum Way {
    RAW("raw consumer"),
    DECODE("consumer + Avro decode"),
    INTAKE("intake alone"),
    PIPELINE("whole pipeline to the ledger");

    private final String label;

    Way(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
