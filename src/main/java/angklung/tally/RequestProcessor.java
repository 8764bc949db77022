package angklung.tally;

import angklung.avro.WeightRequest;
import angklung.model.Period;
import angklung.stage.Invariant;
import angklung.stage.StoreKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps a request for weights, and what is known of earlier periods and of rights now, and lets the job to answer it go
 * on. A request that came before changes nothing.
 */
final class RequestProcessor implements Processor<String, WeightRequest, String, Job> {
    private final TallyStores stores;
    private ProcessorContext<String, Job> context;
    private Invariant invariant;
    private KeyValueStore<Bytes, Counters> totals;
    private KeyValueStore<Bytes, WeightRequest> requests;
    private KeyValueStore<Bytes, Window> windows;
    private RightsLog rightsLog;

    RequestProcessor(TallyStores stores) {
        this.stores = stores;
    }

    @Override
    public void init(ProcessorContext<String, Job> context) {
        this.context = context;
        this.invariant = new Invariant(context);
        this.totals = stores.totals.get(context);
        this.requests = stores.requests.get(context);
        this.windows = stores.windows.get(context);
        this.rightsLog = stores.rightsLog(context);
    }

    @Override
    public void process(Record<String, WeightRequest> record) {
        WeightRequest request = record.value();
        if (request == null) {
            throw invariant.broken("Request " + record.key() + " has no value; nobody may delete requests");
        }
        Bytes key = StoreKey.of(request.getRequest()).toBytes();
        WeightRequest before = requests.get(key);
        if (before != null) {
            invariant.require(
                    before.equals(request),
                    () -> "Two requests have the same name and ask for something else: " + before + ", " + request);
            return;
        }
        WeightTerms terms = WeightTerms.of(request);
        invariant.require(
                totals.get(TotalWork.key(request.getDsp(), request.getPeriod(), request.getRevision())) != null,
                () -> "Request " + request.getRequest() + " came before this task reported the plays of revision "
                        + request.getRevision() + " of " + request.getDsp() + "/" + request.getPeriod());
        boolean first = terms.remember() && windows.get(terms.key()) == null;
        if (first) {
            windows.put(terms.key(), window(terms));
        }
        requests.put(key, request);
        boolean decides = first && terms.exclusion() != null;
        context.forward(record.withValue(new WeighJob(request.getRequest(), decides)));
    }

    private Window window(WeightTerms terms) {
        Period period = Period.parse(terms.period());
        List<Integer> lastRevisions = new ArrayList<>();
        for (int back = 1; back < terms.window(); back++) {
            Period before = new Period(period.month().minusMonths(back));
            lastRevisions.add(lastRevision(terms.offering().dsp(), before.toString()));
        }
        return new Window(
                lastRevisions,
                terms.exclusion() == null
                        ? RightsLog.START
                        : rightsLog.last(terms.exclusion().right()));
    }

    private int lastRevision(String dsp, String period) {
        int revision = Window.UNKNOWN;
        while (totals.get(TotalWork.key(dsp, period, revision + 1)) != null) {
            revision++;
        }
        return revision;
    }
}
