using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;
using Cks.Auth;
using Cks.Core;

namespace Cks.Cli;

/// <summary>The command line: parses it, runs the command and answers with one of <see cref="ExitCode"/>.</summary>
internal static class CksTool
{
    /// <summary>Runs the tool on the console of this process.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = Create();
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
            return RefuseUse(parsed, Console.Error);
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
    }

    private static RootCommand Create()
    {
        var options = new ToolOptions();
        var root = new RootCommand("Explains the codes of the Cks packages, examines a set-up and prints schemas.") { HelpName = "cks" };
        root.Options.OfType<HelpOption>().Single().Action = new ToolHelp();
        foreach (var option in options.All)
            root.Add(option);
        root.Add(new ExplainCommand(options));
        root.Add(new DoctorCommand(options));
        root.Add(new SchemaCommand(options));
        root.Add(new PolicyCommand(options));
        root.Add(new GrantsCommand(options));
        root.Add(new KeysCommand(options));
        root.Add(new ScopeCommand(options));
        root.Add(new HubCommand(options));
        root.Add(new WidgetsCommand(options));
        root.Add(new DatabaseCommand(options));
        root.Add(new ConfigCommand(options));
        root.Add(new WebCommand(options));
        root.Add(new AdoptCommand(options));
        root.Add(new EndpointsCommand(options));
        return root;
    }

    private static int RefuseUse(ParseResult parsed, TextWriter error)
    {
        foreach (var fault in parsed.Errors)
            error.WriteLine(WithoutKeys(fault.Message));
        var command = parsed.CommandResult.Command;
        string[] words = [.. command.Subcommands.Select(c => c.Name), .. command.Options.Select(o => o.Name), .. parsed.RootCommandResult.Command.Options.Select(o => o.Name)];
        foreach (var word in parsed.Tokens.Select(t => t.Value).Where(w => w.StartsWith('-') && !words.Contains(w)).Union(parsed.UnmatchedTokens))
            if (DidYouMean.Closest(word, words) is { } meant)
                error.WriteLine($"Did you mean \"{meant}\"?");
        error.WriteLine($"See {ToolHelp.NameOf(command)} --help.");
        return ExitCode.WrongUse;
    }

    // Whoever wrote a key where it does not belong shall not find it in the log of a build as well.
    private static string WithoutKeys(string text) => Regex.Replace(text, ApiKeyFormat.Pattern, "(an API key)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
