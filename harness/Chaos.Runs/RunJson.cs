using System.Text.Json;
using System.Text.Json.Serialization;
using Chaos.Survival;

namespace Chaos.Runs;

/// <summary>How run files spell JSON: camelCase, declared order, enums by name, nothing taken on trust when read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(VerdictSpelling)])]
[JsonSerializable(typeof(RunResults))]
[JsonSerializable(typeof(RunIdentity))]
internal sealed partial class ResultsJson : JsonSerializerContext;

/// <summary>One event per line, absent members left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    Converters = [typeof(RunEventKindSpelling)])]
[JsonSerializable(typeof(RunEvent))]
internal sealed partial class EventsJson : JsonSerializerContext;

internal sealed class VerdictSpelling() : JsonStringEnumConverter<Verdict>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

internal sealed class RunEventKindSpelling() : JsonStringEnumConverter<RunEventKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
