using System.CommandLine;
using System.Reflection;
using Chaos.Runs;
using Chaos.Scenarios.Reference;

namespace Chaos.Cli.Commands;

/// <summary>`init`: a scenario to begin with, and the schema that an editor checks it with.</summary>
internal static class InitCommand
{
    private const string Folder = "scenarios/", Extension = ".yaml", Template = "template", SchemaFile = "scenario.schema.json";

    private static readonly Argument<string> File = new("FILE")
    {
        Description = "The file to write, and scenario.schema.json beside it; - prints the scenario alone.",
        DefaultValueFactory = _ => "scenario.yaml",
    };

    private static readonly Option<string> Like = Shared.OneOf(
        "--like", [.. Names()], "The scenario to begin with: a commented template, or one of those that come with Chaos.");

    public static Command Create()
    {
        Verb command = new("init", "Writes a commented scenario to begin with.", "init", "init feeds.yaml --like server-push")
        {
            File, Like,
        };
        command.SetAction(parsed => Write(parsed.GetRequiredValue(File), TextOf(parsed.GetRequiredValue(Like))));
        return command;
    }

    private static int Write(string file, string text)
    {
        if (file == InputFile.StandardInput)
        {
            Console.Out.Write(text);
            return ExitCode.Pass;
        }

        string schema = Path.Combine(Path.GetDirectoryName(file) ?? "", SchemaFile);
        try
        {
            // A file that is there is somebody's work. An older schema belongs to the scenarios beside it.
            using (StreamWriter scenario = new(new FileStream(file, FileMode.CreateNew))) scenario.Write(text);
            if (!System.IO.File.Exists(schema)) System.IO.File.WriteAllText(schema, ScenarioSchema.Json);
        }
        catch (Exception refused) when (StorageException.IsRefusal(refused))
        {
            throw StorageException.CannotCreate(file, refused);
        }

        Console.Out.WriteLine(file);
        return ExitCode.Pass;
    }

    /// <summary>The template first.</summary>
    private static IEnumerable<string> Names() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Select(name => name[Folder.Length..^Extension.Length])
        .OrderBy(name => name != Template).ThenBy(name => name, StringComparer.Ordinal);

    private static string TextOf(string name)
    {
        using StreamReader reader = new(Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Folder}{name}{Extension}")!);
        return reader.ReadToEnd();
    }
}
