using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chaos.Runs;

/// <summary>
/// Flows counted by the members of an enum; in `results.json` an object with a number for each member, in declaration order, without
/// `None`.
/// </summary>
/// <typeparam name="T">Its members are spelled as <see cref="Spelling"/> says.</typeparam>
public sealed class EnumCounts<T> : IEquatable<EnumCounts<T>>
    where T : struct, Enum
{
    private static readonly T[] Members = [.. Enum.GetValues<T>().Where(member => Spelling.Of(member).Length > 0)];

    private readonly int[] counts = new int[Members.Length];

    /// <summary>Members that are not given count 0.</summary>
    public EnumCounts(params IEnumerable<(T Member, int Count)> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        foreach ((T member, int count) in given) counts[Array.IndexOf(Members, member)] = count;
    }

    /// <exception cref="IndexOutOfRangeException">`None` is not counted.</exception>
    public int this[T member] => counts[Array.IndexOf(Members, member)];

    /// <summary>Every member but `None`, by its spelling, in declaration order.</summary>
    public IEnumerable<(string Name, int Count)> ByName => Members.Select((member, place) => (Spelling.Of(member), counts[place]));

    public bool Equals(EnumCounts<T>? other) => other is not null && counts.AsSpan().SequenceEqual(other.counts);

    public override bool Equals(object? obj) => Equals(obj as EnumCounts<T>);

    public override int GetHashCode() => counts.Sum();

    public override string ToString() =>
        string.Join(", ", ByName.Where(entry => entry.Count > 0).Select(entry => $"{entry.Name} {entry.Count}"));

    /// <summary>One more; `None` changes nothing.</summary>
    internal void Add(T member)
    {
        if (Array.IndexOf(Members, member) is >= 0 and int place) counts[place]++;
    }

    internal void Add(EnumCounts<T> other)
    {
        for (int place = 0; place < counts.Length; place++) counts[place] += other.counts[place];
    }
}

/// <summary>Counts as an object. A member that the file does not have counts 0, so that older runs stay readable.</summary>
internal sealed class EnumCountsConverter<T> : JsonConverter<EnumCounts<T>>
    where T : struct, Enum
{
    public override EnumCounts<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("counts must be an object");
        Dictionary<T, int> read = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (name.Length == 0 || !Spelling.TryParse(name, out T member))
            {
                reader.Skip();
                continue;
            }

            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int count))
                throw new JsonException($"the count of '{name}' must be a whole number");
            if (!read.TryAdd(member, count)) throw new JsonException($"'{name}' is counted twice");
        }

        return new EnumCounts<T>(read.Select(entry => (entry.Key, entry.Value)));
    }

    public override void Write(Utf8JsonWriter writer, EnumCounts<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach ((string name, int count) in value.ByName) writer.WriteNumber(name, count);
        writer.WriteEndObject();
    }
}
