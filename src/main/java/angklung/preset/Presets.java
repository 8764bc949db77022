package angklung.preset;

import angklung.avro.Agreement;
import angklung.model.OfferingKey;
import angklung.preset.Preset.Variant;
import angklung.topic.AvroSerdes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The presets that are shipped, each a data file beside this program's classes. */
public final class Presets {
    private static final String FOLDER = "/presets/";
    private static final int RATIO_SCALE = 6;

    private final List<Preset> all;

    private Presets(List<Preset> all) {
        this.all = List.copyOf(all);
    }

    /** @throws IllegalStateException if a shipped file is not as it must be */
    public static Presets load() {
        AvroSerdes.trustGeneratedClasses();
        List<Preset> all = new ArrayList<>();
        for (JsonNode name : json("index")) {
            all.add(new PresetReader(name.asText()).read(json(name.asText())));
        }
        return new Presets(all);
    }

    /** In the order of the index. */
    public List<Preset> all() {
        return all;
    }

    public Optional<Preset> named(String name) {
        return all.stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    /** The file of a shipped preset, as it is. */
    public JsonNode file(Preset preset) {
        return json(preset.name());
    }

    /**
     * The agreements of one variant for an offering.
     *
     * @param ratio part of the works that the society administers, above 0 and at most 1, of at most six decimals;
     *     null: not given
     * @throws IllegalArgumentException if the preset takes no ratio, or the ratio is out of range or too long
     */
    public List<Agreement> agreements(Preset preset, Variant variant, OfferingKey offering, BigDecimal ratio) {
        if (ratio != null && !preset.takesRatio()) {
            throw new IllegalArgumentException("The preset " + preset.name() + " has no ratio");
        }
        if (ratio != null
                && (ratio.signum() <= 0 || ratio.compareTo(BigDecimal.ONE) > 0 || ratio.scale() > RATIO_SCALE)) {
            throw new IllegalArgumentException("The ratio " + ratio.toPlainString()
                    + " is not above 0 and at most 1, with at most " + RATIO_SCALE + " decimals");
        }
        String source = source(preset, variant, ratio);
        return variant.agreements().stream()
                .map(terms -> terms.agreement(offering, ratio, source))
                .toList();
    }

    /** For the rate sheet: what was taken, from where, and that it is not verified if it is not. */
    private static String source(Preset preset, Variant variant, BigDecimal ratio) {
        StringBuilder source = new StringBuilder();
        if (!preset.isVerified()) {
            source.append("UNVERIFIED (").append(String.join("; ", preset.unverified())).append("): ");
        }
        source.append("preset ").append(preset.name()).append(' ').append(variant.name());
        if (ratio != null) {
            source.append(" x ").append(ratio.toPlainString());
        }
        return source.append(", ").append(String.join(" ", preset.sources())).toString();
    }

    private static JsonNode json(String name) {
        String file = FOLDER + name + ".json";
        try (InputStream in = Presets.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("There is no " + file + " in this program");
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
