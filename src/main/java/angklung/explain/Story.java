package angklung.explain;

import angklung.avro.LedgerLine;
import angklung.explain.Check.Status;
import angklung.explain.Explanation.Source;
import angklung.explain.Value.Phrase;
import java.util.ArrayList;
import java.util.List;

/** Collects what is said of one line, in the order in which it is shown. */
final class Story {
    private final LedgerLine line;
    private final List<Table> tables = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private Phrase sentence;

    Story(LedgerLine line) {
        this.line = line;
    }

    LedgerLine line() {
        return line;
    }

    Value.Money money(long micros) {
        return new Value.Money(micros, line.getCurrency());
    }

    void sentence(String key, Value... arguments) {
        sentence = Value.phrase(key, arguments);
    }

    void table(Table table) {
        tables.add(table);
    }

    /** Names a record that the amount rests on; nothing if there is none. */
    void source(String label, Value value) {
        if (value != Value.NONE) {
            sources.add(new Source(label, value));
        }
    }

    void source(String label, String id) {
        source(label, Value.code(id));
    }

    /** {@code check.KEY} if it holds, {@code check.KEY.not} if not; both take the same arguments. */
    void check(boolean holds, String key, Value... arguments) {
        checks.add(new Check(
                holds ? Status.HOLDS : Status.FAILS,
                Value.phrase("check." + key + (holds ? "" : ".not"), arguments)));
    }

    /** What the records do not allow to check. */
    void open(String key, Value... arguments) {
        checks.add(new Check(Status.OPEN, Value.phrase("open." + key, arguments)));
    }

    Explanation explanation() {
        return new Explanation(line, sentence, tables, sources, checks);
    }
}
