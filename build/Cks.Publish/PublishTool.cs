using System.CommandLine;
using System.CommandLine.Invocation;

namespace Cks.Publish;

/// <summary>The command line: parses it, runs the verb and answers with one of <see cref="ExitCode"/>.</summary>
internal static class PublishTool
{
    /// <summary>Runs a verb.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var root = new RootCommand("Publishes the Cks packages, and says which of their dependencies are old.") { new PublishCommand(), new OutdatedCommand() };
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var fault in parsed.Errors)
                await error.WriteLineAsync(fault.Message);
            return ExitCode.WrongUse;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error }, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Cancelled.");
            return ExitCode.Cancelled;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or System.Text.Json.JsonException)
        {
            await error.WriteLineAsync(e.Message);
            return ExitCode.WrongUse;
        }
        catch (Exception e) when (e is HttpRequestException or NuGet.Protocol.Core.Types.FatalProtocolException)
        {
            await error.WriteLineAsync(e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message);
            return ExitCode.DependencyDown;
        }
    }

    /// <summary>The checkout that the tool was built from.</summary>
    public static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CksCore.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("CksCore.sln is in no folder above the tool: name the checkout with --root.");
    }
}
