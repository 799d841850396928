using System.Text;
using Chaos.Runs;

namespace Chaos.Cli.Output;

/// <summary>Results as one JSON document: those of one run as its results.json has them, those of several as an array.</summary>
internal sealed class ResultsText
{
    private readonly List<RunResults> results = [];

    public void Add(RunResults one) => results.Add(one);

    /// <summary>Prints what was collected, if there is anything.</summary>
    public void Print(bool asArray)
    {
        if (results.Count == 0) return;
        string[] documents = [.. results.Select(Text)];
        Console.Out.WriteLine(asArray ? $"[\n{string.Join(",\n", documents)}\n]" : documents[0]);
    }

    private static string Text(RunResults one)
    {
        using MemoryStream stream = new();
        ResultsFile.Write(stream, one);
        return Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n');
    }
}
