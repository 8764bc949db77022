package angklung.cli;

import angklung.topic.PartitionContract;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 4}, the same for every stage, or {@code 4/4/2/2} for intake, tally, pool and settlement. */
final class PartitionOption implements ITypeConverter<PartitionContract> {
    @Override
    public PartitionContract convert(String value) {
        String[] parts = value.split("/", -1);
        try {
            if (parts.length == 1) {
                int all = Integer.parseInt(parts[0]);
                return new PartitionContract(all, all, all, all);
            }
            if (parts.length == 4) {
                return new PartitionContract(
                        Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]),
                        Integer.parseInt(parts[3]));
            }
        } catch (NumberFormatException e) {
            throw wrong(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
        throw wrong(value);
    }

    private static TypeConversionException wrong(String value) {
        return new TypeConversionException(
                "'" + value + "' is neither a number nor intake/tally/pool/settlement such as 4/4/2/2");
    }
}
