package angklung.replay;

import angklung.avro.Deduction;
import angklung.avro.DeductionChain;
import angklung.model.Identifiers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A deduction chain that is written out in {@code parties.csv}. */
final class WrittenChain {
    static final String FORM =
            "BODY:NAME:RATE, steps joined by >, such as LMKN:operations:0.08>WAMI:administration:0.2";

    private WrittenChain() {}

    /**
     * The chain, valid at any time. Its name is its text.
     *
     * @throws IllegalArgumentException saying what is wrong with the text
     */
    static DeductionChain parse(String text) {
        List<Deduction> steps = new ArrayList<>();
        Set<String> bodies = new HashSet<>();
        for (String step : text.split(">", -1)) {
            String[] parts = step.split(":", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("has a step '" + step + "' that is not of the form " + FORM);
            }
            if (!Identifiers.isName(parts[0]) || !Identifiers.isName(parts[1])) {
                throw new IllegalArgumentException("has a step '" + step
                        + "' whose body or name is not an identifier: letters, digits, . _ and -, 1 to 64 characters");
            }
            if (!bodies.add(parts[0])) {
                throw new IllegalArgumentException("is cyclic: " + parts[0]
                        + " comes twice; a chain goes through each body once: leave one step out");
            }
            steps.add(DeductionsFile.step(parts[0], parts[1], Written.part("rate", parts[2])));
        }
        return DeductionsFile.chain(text, new Validity(LocalDate.EPOCH, null), steps, null);
    }
}
