package angklung.bench;

import angklung.avro.AllocationModel;
import angklung.avro.ScreeningPolicy;

/** How far the plays go, and by what terms the pool that they end in is divided. */
enum Way {
    RAW("raw consumer", AllocationModel.MARKET_CENTRIC, ScreeningPolicy.NONE),
    DECODE("consumer + Avro decode", AllocationModel.MARKET_CENTRIC, ScreeningPolicy.NONE),
    INTAKE("intake alone", AllocationModel.MARKET_CENTRIC, ScreeningPolicy.NONE),
    INTAKE_SCREENED("intake alone, screened", AllocationModel.MARKET_CENTRIC, ScreeningPolicy.HOLD),
    INTAKE_USER_CENTRIC("intake alone, user-centric", AllocationModel.USER_CENTRIC, ScreeningPolicy.NONE),
    PIPELINE("whole pipeline to the ledger", AllocationModel.MARKET_CENTRIC, ScreeningPolicy.NONE),
    PIPELINE_SCREENED("whole pipeline, screened", AllocationModel.MARKET_CENTRIC, ScreeningPolicy.HOLD),
    PIPELINE_USER_CENTRIC("whole pipeline, user-centric", AllocationModel.USER_CENTRIC, ScreeningPolicy.NONE);

    private final String label;
    private final AllocationModel model;
    private final ScreeningPolicy screening;

    Way(String label, AllocationModel model, ScreeningPolicy screening) {
        this.label = label;
        this.model = model;
        this.screening = screening;
    }

    String label() {
        return label;
    }

    AllocationModel model() {
        return model;
    }

    ScreeningPolicy screening() {
        return screening;
    }
}
