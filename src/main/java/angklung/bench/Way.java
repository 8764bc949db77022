package angklung.bench;

import angklung.avro.AllocationModel;

/** How far the plays go, and how the pool that they end in is divided. */
enum Way {
    RAW("raw consumer", AllocationModel.MARKET_CENTRIC),
    DECODE("consumer + Avro decode", AllocationModel.MARKET_CENTRIC),
    INTAKE("intake alone", AllocationModel.MARKET_CENTRIC),
    INTAKE_USER_CENTRIC("intake alone, user-centric", AllocationModel.USER_CENTRIC),
    PIPELINE("whole pipeline to the ledger", AllocationModel.MARKET_CENTRIC),
    PIPELINE_USER_CENTRIC("whole pipeline, user-centric", AllocationModel.USER_CENTRIC);

    private final String label;
    private final AllocationModel model;

    Way(String label, AllocationModel model) {
        this.label = label;
        this.model = model;
    }

    String label() {
        return label;
    }

    AllocationModel model() {
        return model;
    }
}
