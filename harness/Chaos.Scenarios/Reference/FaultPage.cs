using System.Text;
using Chaos.Scenarios.Faults;
using Chaos.Scenarios.Keys;

namespace Chaos.Scenarios.Reference;

/// <summary>The page that describes every fault, written from the tables that the loader checks with.</summary>
public static class FaultPage
{
    private const string Introduction = """
        # Faults

        This page is written by `./chaos schema --faults` from the tables in `harness/Chaos.Scenarios/Faults/`; do not edit it.

        A fault is an item of `faults`: when, what, and for some how long. Times count from t = 0, the moment when all flows are open and the table is warm.

        - Faults may overlap. They are carried out by time; at the same moment what ends comes first, then what acts again, then what begins, each in file order.
        - Two faults that hold the same thing at the same time contradict each other: a mistake where the file shows it, and refused on the record where only
          the run shows it (`between`, `when`).
        - `heal: 10s` ends all faults ten seconds before the end of the run; traffic and pressure go on, and who is alive must still work at the end.
        - A fault acts in containers as in the simulation, by the same code; where it cannot, it says so.
        - What was really done, when, to how many entries and to which watched flows stands in `events.jsonl`. A death that a fault stood behind has the mechanism `fault`.

        ## When


        """;

    /// <summary>Markdown, LF, with a line break at its end.</summary>
    public static string Markdown { get; } = Write();

    private static string Write()
    {
        StringBuilder page = new(Introduction.ReplaceLineEndings("\n"));
        Rows(page, FaultKeys.Faults.ItemKeys.Where(key => FaultEntries.All.All(entry => entry.Key != key)));
        page.Append("\n## What\n");
        foreach (FaultEntry entry in FaultEntries.All)
        {
            page.Append($"\n### {entry.Name}\n\n{entry.Key.Description}\n\n```yaml\nfaults:\n  - {entry.Example}\n```\n");
            if (entry.Key is MappingKey mapping)
            {
                page.Append('\n');
                Rows(page, mapping.Keys);
            }
        }

        return page.ToString();
    }

    private static void Rows(StringBuilder page, IEnumerable<Key> keys)
    {
        page.Append("| key | default | what |\n|---|---|---|\n");
        foreach (ScalarKey key in keys.OfType<ScalarKey>())
            page.Append(
                $"| `{key.Name}` | {(key.Default is { } text ? $"`{text}`" : key.Required ? "required" : "")} | {key.Description} |\n");
    }
}
