package angklung.replay;

import angklung.avro.DeductionChain;
import angklung.avro.TaxProfile;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiFunction;

/** Published terms of settlement that are shipped with the program, as files of the same form as an input's. */
public final class Presets {
    private static final String FOLDER = "/presets-settlement/";

    private Presets() {}

    /** Versions by profile. */
    public static SortedMap<String, List<TaxProfile>> taxProfiles() {
        return read("tax_profiles.csv", (errors, file) -> new TaxProfilesFile(errors).read(file));
    }

    /** Versions by chain. */
    static SortedMap<String, List<DeductionChain>> deductionChains() {
        return read("deductions.csv", (errors, file) -> new DeductionsFile(Map.of(), errors).read(file));
    }

    private static <T> T read(String name, BiFunction<InputErrors, InputFile, T> reader) {
        InputErrors errors = new InputErrors();
        T read = reader.apply(errors, new InputFile(name, () -> open(name)));
        if (!errors.none()) {
            throw new IllegalStateException("The program's own " + FOLDER + name + " is wrong: " + errors.listed());
        }
        return read;
    }

    private static InputStream open(String name) throws FileNotFoundException {
        InputStream stream = Presets.class.getResourceAsStream(FOLDER + name);
        if (stream == null) {
            throw new FileNotFoundException("The program was built without " + FOLDER + name);
        }
        return stream;
    }
}
