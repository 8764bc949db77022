package angklung.anchor;

import com.esaulpaugh.headlong.abi.ABIJSON;
import com.esaulpaugh.headlong.abi.ContractError;
import com.esaulpaugh.headlong.abi.Function;
import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TupleType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Interface and code of a contract, as {@code src/it/chain/build.js} compiled it. */
final class Contract {
    private final String name;
    private final Map<String, Function> functions;
    private final List<ContractError<Tuple>> errors;
    private final TupleType<?> constructor;
    private final Bytes code;

    private Contract(String name, JsonNode file) {
        this.name = name;
        String abi = file.get("abi").toString();
        this.functions = ABIJSON.parseNormalFunctions(abi).stream()
                .collect(Collectors.toMap(Function::getName, function -> function, (one, overload) -> one));
        this.errors = ABIJSON.parseErrors(abi);
        this.constructor = ABIJSON.parseFunctions(abi).stream()
                .filter(function -> function.getType() == com.esaulpaugh.headlong.abi.TypeEnum.CONSTRUCTOR)
                .findFirst()
                .<TupleType<?>>map(Function::getInputs)
                .orElse(TupleType.EMPTY);
        this.code = Bytes.parse(file.get("bytecode").asText());
    }

    /** @throws IllegalArgumentException if there is none of this name */
    static Contract load(String name) {
        try (InputStream file = Contract.class.getResourceAsStream("/contracts/" + name + ".json")) {
            if (file == null) {
                throw new IllegalArgumentException("There is no contract " + name);
            }
            return new Contract(name, new ObjectMapper().readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Data of a transaction that makes the contract. */
    Bytes creation(Object... arguments) {
        byte[] encoded = constructor.encode(Tuple.from(arguments)).array();
        ByteBuffer data = ByteBuffer.allocate(code.length() + encoded.length).put(code.toArray()).put(encoded);
        return Bytes.of(data.array());
    }

    /** Data of a transaction or a call. */
    Bytes call(String function, Object... arguments) {
        return Bytes.of(function(function).encodeCall(Tuple.from(arguments)).array());
    }

    /** What a call of a function answered. */
    Tuple answer(String function, Bytes data) {
        return function(function).decodeReturn(data.toArray());
    }

    /** Asks a contract. */
    Tuple ask(Chain chain, Address address, BlockTag tag, String function, Object... arguments) {
        return answer(function, chain.call(address, call(function, arguments), tag));
    }

    /**
     * What a contract said when it reverted, as name and arguments of its error; empty if it is none of its errors.
     */
    Optional<String> complaint(Bytes data) {
        byte[] bytes = data.toArray();
        for (ContractError<Tuple> error : errors) {
            Function function = error.function();
            if (bytes.length >= Function.SELECTOR_LEN
                    && Arrays.equals(function.selector(), Arrays.copyOf(bytes, Function.SELECTOR_LEN))) {
                return Optional.of(error.getName() + Arrays.toString(function.decodeCall(bytes).toArray()));
            }
        }
        return Optional.empty();
    }

    private Function function(String function) {
        Function found = functions.get(function);
        if (found == null) {
            throw new IllegalArgumentException("The contract " + name + " has no function " + function);
        }
        return found;
    }
}
