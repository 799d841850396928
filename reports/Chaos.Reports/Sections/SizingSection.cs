using System.Globalization;
using Chaos.Reports.Charts;
using Chaos.Reports.Text;
using Chaos.Runs;

namespace Chaos.Reports.Sections;

/// <summary>How large it must be: answers, what they cost, and the rule of thumb beside them. Nothing for other runs.</summary>
internal static class SizingSection
{
    public static Markup Render(ReportModel model)
    {
        if (model.Results.Sizing is not { } sizing) return Markup.Empty;
        IEnumerable<Markup> charts = sizing.Answers.Select(answer => Chart(model, sizing, answer));
        return Markup.Of($"""
            <section id="sizing" aria-labelledby="sizing-heading">
            <h2 id="sizing-heading">How large must it be?</h2>
            <p>{(sizing.MoreIsBetter ? "The smallest" : "The largest")} {sizing.Axis} that meets {sizing.Target}: certified by its interval, which
            holds for looking again and again, while the next step is not. Points of three runs or fewer only bracket the edge.</p>
            {Answers(sizing)}
            {Rivals(sizing)}
            <div class="panels">{charts}</div>
            <p class="basis">Full line: survival; dashes: newcomers that fail. Newcomers may fail less again in a smaller map; the answer is the
            edge nearest to the law.</p>
            </section>
            """);
    }

    private static string Name(SizingAnswer answer) => answer.Where.Count == 0 ? answer.Variant
        : string.Join(", ", answer.Where.Select(
            axis => axis.Key is "variant" or "nat.variant" ? axis.Value : $"{axis.Key} = {axis.Value}"));

    private static Markup Answers(SizingResult sizing) => Table.Of(
        "Answers",
        "",
        [
            Table.Head("for"), Table.NumberHead(sizing.Axis), Table.NumberHead("survival"), Table.NumberHead("newcomers that fail"),
            Table.NumberHead("next step"), Table.NumberHead("law"), Table.NumberHead("kernel memory"), Table.Head("Cilium"),
            Table.Head("resize"),
        ],
        sizing.Answers.Select(answer => Table.Row(
            Table.RowHead(Name(answer)),
            Table.Number(answer.Note ?? answer.Text ?? ShareText.None),
            Table.Number(Text(answer.Survival)),
            Table.Number(Text(answer.Newcomers)),
            Table.Number(answer.Next is { } next
                ? $"{Numbers.Count(next.Value)}: {(next.Verdict == "fail" ? "fails" : "not certified")}, {Text(next.Survival)}"
                : ShareText.None),
            Table.Number(answer.Law),
            Table.Number(answer.MemoryBytes is { } bytes ? Mebibytes(bytes) : ShareText.None),
            Table.Cell(answer.Cilium is { } cilium ? Cilium(cilium) : ShareText.None),
            Table.Cell(answer.Resize is { } resize
                ? resize.Seconds is { } seconds ? $"empties the map; {Numbers.Duration(seconds)} until all clients have sent"
                    : "empties the map; clients that never send stay lost"
                : ShareText.None))));

    private static Markup Rivals(SizingResult sizing)
    {
        SizingAnswer[] compared = [.. sizing.Answers.Where(answer => answer.Rival is not null)];
        if (compared.Length == 0) return Markup.Empty;
        Markup table = Table.Of(
            "The rule of thumb",
            "",
            [
                Table.Head("for"), Table.NumberHead("answer"), Table.NumberHead("present map"), Table.NumberHead("pressure there"),
                Table.NumberHead("rule of thumb"), Table.NumberHead("survival by the rule"),
                Table.NumberHead("newcomers that fail by the rule"),
            ],
            compared.Select(answer => Table.Row(
                Table.RowHead(Name(answer)), Table.Number(answer.Value), Table.Number(answer.Rival!.Present),
                Table.Number(ShareText.Percent(answer.Rival.Pressure)), Table.Number(answer.Rival.Value),
                Table.Number(Text(answer.Rival.Survival)), Table.Number(Text(answer.Rival.Newcomers)))));
        return Markup.Of($"""
            <h3>The rule of thumb in use</h3>
            <p>Operators set ratio x the 30-day maximum of cilium_bpf_map_pressure / 0.5. An LRU map that churn has filled stays full, so its
            pressure is 100 % whatever its size, and the rule doubles it each time: it knows neither the flows nor their silence.</p>
            {table}
            """);
    }

    private static Markup Chart(ReportModel model, SizingResult sizing, SizingAnswer answer)
    {
        (long Value, CellResult Cell)[] points =
        [
            .. from cell in model.Cells
               where answer.Where.All(cell.Axes.Contains)
               let value = cell.Axes.FirstOrDefault(axis => axis.Key == sizing.Axis).Value
               where value is not null
               let number = long.Parse(new string([.. value.TakeWhile(char.IsAsciiDigit)]), CultureInfo.InvariantCulture)
               orderby number
               select (number, cell),
        ];
        if (points.Length == 0) return Markup.Empty;
        Markup chart = new SizingChart(Name(answer), answer, sizing.Axis, points).Draw();
        return Markup.Of($"<figure>{chart}<figcaption>{Name(answer)}</figcaption></figure>");
    }

    private static string Mebibytes(long bytes) => (bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture) + " MiB";

    private static string Cilium(CiliumSetting cilium) => string.Create(
        CultureInfo.InvariantCulture,
        $"bpf-nat-global-max: {cilium.BpfNatGlobalMax}; or dynamic ratio {cilium.RatioAt4GiB:0.######} (4 GiB), "
            + $"{cilium.RatioAt16GiB:0.######} (16 GiB), {cilium.RatioAt64GiB:0.######} (64 GiB)"
            + $"{(cilium.BelowFloor ? ", which never gives less than 131072" : "")}");

    private static string Text(SizedShare? share) => share is null ? ShareText.None
        : share is { Lower: { } lower, Upper: { } upper }
            ? $"{ShareText.Percent(share.Estimate)} ({ShareText.Percent(lower)} to {ShareText.Percent(upper)}), {share.Repetitions} runs"
            : ShareText.Percent(share.Estimate);
}
