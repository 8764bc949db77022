package angklung.oracle;

import java.util.HashSet;
import java.util.Set;

/** What screening has found of each play; a play that it says nothing of counts. */
final class Verdicts {
    private final Set<String> open = new HashSet<>();
    private final Set<String> confirmed = new HashSet<>();

    void clear(String dsp, Usage.Heard heard) {
        open.remove(key(dsp, heard));
        confirmed.remove(key(dsp, heard));
    }

    void open(String dsp, Usage.Heard heard) {
        open.add(key(dsp, heard));
    }

    void confirm(String dsp, Usage.Heard heard) {
        confirmed.add(key(dsp, heard));
    }

    /** Of some hit that nobody has decided on, and of no confirmed one. */
    boolean isOpen(String dsp, Usage.Heard heard) {
        return open.contains(key(dsp, heard)) && !isConfirmed(dsp, heard);
    }

    boolean isConfirmed(String dsp, Usage.Heard heard) {
        return confirmed.contains(key(dsp, heard));
    }

    private static String key(String dsp, Usage.Heard heard) {
        return dsp + "\n" + heard.id();
    }
}
