using System.Text.Json;

namespace Chaos.Runs;

/// <summary>`run.json`, written and read.</summary>
internal static class IdentityFile
{
    /// <summary>Indented UTF-8 with a line feed at the end.</summary>
    public static void Write(Stream stream, RunIdentity identity)
    {
        JsonSerializer.Serialize(stream, identity, ResultsJson.Default.RunIdentity);
        stream.WriteByte((byte)'\n');
    }

    /// <exception cref="DamagedRunException">Not JSON, a field missing or of the wrong kind, or another schema version.</exception>
    public static RunIdentity Read(Stream stream, string file)
    {
        try
        {
            RunIdentity identity = JsonSerializer.Deserialize(stream, ResultsJson.Default.RunIdentity)
                ?? throw new JsonException("the file holds null");
            return identity.SchemaVersion == RunIdentity.CurrentSchemaVersion
                ? identity
                : throw new JsonException(
                    $"schemaVersion is {identity.SchemaVersion}, this program reads {RunIdentity.CurrentSchemaVersion}");
        }
        catch (JsonException broken)
        {
            throw DamagedJson.At(file, (int)(broken.LineNumber ?? 0) + 1, broken);
        }
    }
}
