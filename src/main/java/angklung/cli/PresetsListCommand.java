package angklung.cli;

import angklung.preset.Preset;
import angklung.preset.Preset.Variant;
import angklung.preset.Presets;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Names the presets. */
@Command(name = "list", description = "Names, titles and variants of all presets.")
final class PresetsListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Presets presets = Presets.load();
        if (json) {
            out.println(asJson(presets).toPrettyString());
        } else {
            presets.all().forEach(preset -> {
                out.println(preset.name() + (preset.isVerified() ? "" : "  [UNVERIFIED]"));
                out.println("    " + preset.title());
                out.println("    variants: " + preset.variants().stream()
                        .map(Variant::name)
                        .collect(Collectors.joining(", ")));
            });
        }
        return ExitCode.DONE.code();
    }

    private static ArrayNode asJson(Presets presets) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Preset preset : presets.all()) {
            ObjectNode node = array.addObject()
                    .put("name", preset.name())
                    .put("title", preset.title())
                    .put("verified", preset.isVerified());
            ArrayNode variants = node.putArray("variants");
            preset.variants().forEach(variant -> variants.add(variant.name()));
        }
        return array;
    }
}
