using System.Text.Json;

namespace Chaos.Import.Cilium;

/// <summary>The same entries from `-o json`: a list of `Key` and `Value`.</summary>
internal static class CiliumJson
{
    private const byte Out = 0;

    /// <exception cref="BadImportException">It is no such list.</exception>
    public static IEnumerable<CiliumEntry> Read(Stream stream, string file, out bool isNat)
    {
        using JsonDocument document = BoundedJson.Parse(stream, file);
        if (document.RootElement.ValueKind != JsonValueKind.Array) throw new BadImportException($"{file}: a list of entries was expected");
        List<CiliumEntry> entries = [];
        isNat = false;
        int place = 0;
        foreach (JsonElement entry in document.RootElement.EnumerateArray())
        {
            place++;
            if (Member(entry, "Key") is not { } key || Member(entry, "Value") is not { } value)
                throw new BadImportException($"{file}: entry {place} has no `Key` and `Value`; this is no output of `cilium bpf ... "
                    + $"list -o json`");
            bool ofNat = Member(value, "Created") is not null;
            isNat = place == 1 ? ofNat : isNat;
            if (ofNat != isNat) throw new BadImportException($"{file}: entry {place} is of another map than those before it");
            entries.Add(isNat ? Nat(key, value, file, place) : Ct(key, value, file, place));
        }

        return entries;
    }

    private static CiliumEntry Nat(JsonElement key, JsonElement value, string file, int place)
    {
        (string source, string destination) = Ends(key);
        string protocol = Text(key, "NextHeader"), other = $"{Text(value, "Addr")}:{Text(value, "Port")}";
        bool isOut = Number(key, "Flags", file, place) % 2 == Out;
        return new CiliumEntry(
            CiliumEntry.TransportOf(protocol), isOut, $"{protocol} {source} {destination}",
            isOut ? $"{protocol} {destination} {other}" : $"{protocol} {other} {source}")
        {
            Created = Number(value, "Created", file, place) / 1e9,
        };
    }

    private static CiliumEntry Ct(JsonElement key, JsonElement value, string file, int place)
    {
        const int RxClosing = 1, TxClosing = 2;
        (string source, string destination) = Ends(key);
        string protocol = Text(key, "NextHeader");
        return new CiliumEntry(
            CiliumEntry.TransportOf(protocol), Number(key, "Flags", file, place) % 2 == Out, $"{protocol} {source} {destination}", "")
        {
            LastTx = Number(value, "LastTxReport", file, place),
            LastRx = Number(value, "LastRxReport", file, place),
            IsClosing = ((int)Number(value, "Flags", file, place) & (RxClosing | TxClosing)) != 0,
        };
    }

    private static (string Source, string Destination) Ends(JsonElement key) =>
        ($"{Text(key, "SourceAddr")}:{Text(key, "SourcePort")}", $"{Text(key, "DestAddr")}:{Text(key, "DestPort")}");

    private static JsonElement? Member(JsonElement owner, string name)
    {
        if (owner.ValueKind != JsonValueKind.Object) return null;
        foreach (JsonProperty property in owner.EnumerateObject())
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        // Go flattens what a struct embeds, unless it has a tag of its own.
        foreach (JsonProperty property in owner.EnumerateObject())
            if (property.Value.ValueKind == JsonValueKind.Object && Member(property.Value, name) is { } deeper)
                return deeper;
        return null;
    }

    private static string Text(JsonElement owner, string name) => Member(owner, name)?.ToString() ?? "";

    private static double Number(JsonElement owner, string name, string file, int place) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out double value)
            && double.IsFinite(value) && value >= 0
            ? value
            : throw new BadImportException($"{file}: entry {place}: `{name}` must be a number from 0");
}
