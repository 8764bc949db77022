package angklung.tally;

import angklung.model.Splits.PolicyEffect;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What authorship policies did to the money of recordings: one sum a policy, by its tag. Recordings without any money
 * are left out.
 */
record Effects(SortedMap<String, PolicyEffect> byPolicy) {
    static final Effects NONE = new Effects(new TreeMap<>());

    Effects {
        byPolicy = Collections.unmodifiableSortedMap(byPolicy);
    }

    /** Those of one recording. */
    static Effects of(List<PolicyEffect> effects) {
        if (effects.isEmpty()) {
            return NONE; // as almost always
        }
        SortedMap<String, PolicyEffect> byPolicy = new TreeMap<>();
        effects.forEach(effect -> byPolicy.put(effect.policy(), effect));
        return new Effects(byPolicy);
    }

    Effects plus(Effects others) {
        return with(others, 1);
    }

    /** These without others that are among them. */
    Effects minus(Effects others) {
        return with(others, -1);
    }

    private Effects with(Effects others, int sign) {
        if (others.byPolicy.isEmpty()) {
            return this;
        }
        SortedMap<String, PolicyEffect> sum = new TreeMap<>(byPolicy);
        others.byPolicy.forEach((policy, effect) -> {
            PolicyEffect known = sum.getOrDefault(policy, new PolicyEffect(policy, 0, 0));
            long plays = Math.addExact(known.plays(), sign * effect.plays());
            long micros = Math.addExact(known.amountMicros(), sign * effect.amountMicros());
            sum.put(policy, new PolicyEffect(policy, plays, micros));
        });
        sum.values().removeIf(effect -> effect.plays() == 0 && effect.amountMicros() == 0);
        return new Effects(sum);
    }

    /** As in marks. */
    List<angklung.avro.PolicyEffect> report() {
        return byPolicy.values().stream()
                .map(effect -> new angklung.avro.PolicyEffect(effect.policy(), effect.plays(), effect.amountMicros()))
                .toList();
    }

    void encode(StateWriter writer) {
        writer.number(byPolicy.size());
        byPolicy.values().forEach(effect -> writer.text(effect.policy())
                .number(effect.plays())
                .number(effect.amountMicros()));
    }

    static Effects decode(StateReader reader) {
        List<PolicyEffect> effects = new ArrayList<>();
        for (int left = reader.integer(); left > 0; left--) {
            effects.add(new PolicyEffect(reader.text(), reader.number(), reader.number()));
        }
        return of(effects);
    }
}
