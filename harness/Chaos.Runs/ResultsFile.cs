using System.Text.Encodings.Web;
using System.Text.Json;

namespace Chaos.Runs;

/// <summary>`results.json`, written and read.</summary>
public static class ResultsFile
{
    /// <summary>The file never stands inside HTML, so `>=` stays legible.</summary>
    private static readonly ResultsJson Json = new(
        new JsonSerializerOptions(ResultsJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Indented UTF-8 with a line feed at the end; the same results are the same bytes.</summary>
    public static void Write(Stream stream, RunResults results)
    {
        ArgumentNullException.ThrowIfNull(stream);
        JsonSerializer.Serialize(stream, results, Json.RunResults);
        stream.WriteByte((byte)'\n');
    }

    /// <param name="stream">Read to its end.</param>
    /// <param name="file">The name for error messages.</param>
    /// <exception cref="DamagedRunException">Not JSON, a field missing or of the wrong kind, or another schema version.</exception>
    public static RunResults Read(Stream stream, string file)
    {
        try
        {
            RunResults results = JsonSerializer.Deserialize(stream, Json.RunResults)
                ?? throw new JsonException("the file holds null");
            return Flaw(results) is { } flaw ? throw new JsonException(flaw) : results;
        }
        catch (JsonException broken)
        {
            throw DamagedJson.At(file, (int)(broken.LineNumber ?? 0) + 1, broken);
        }
    }

    private static string? Flaw(RunResults results)
    {
        if (results.SchemaVersion != RunResults.CurrentSchemaVersion)
        {
            return $"schemaVersion is {results.SchemaVersion}, this program reads {RunResults.CurrentSchemaVersion}: "
                + "use the version of chaos that wrote it";
        }

        string? twice = results.Cells.CountBy(cell => cell.Id).FirstOrDefault(entry => entry.Value > 1).Key;
        return twice is null ? null : $"two cells have the id '{twice}'";
    }
}
