using System.CommandLine;
using System.Data.Common;
using Cks.Core;

namespace Cks.Cli;

/// <summary>A verb of the tool. Turns what can go wrong in every verb into an exit code.</summary>
internal abstract class ToolCommand : Command
{
    protected ToolCommand(string name, string description, ToolOptions options)
        : base(name, description)
    {
        Validators.Add(result => options.RefuseOther(result, Formats));
        SetAction(async (parsed, cancellationToken) =>
        {
            var console = options.Console(parsed);
            try
            {
                return await RunAsync(parsed, console, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                console.Error("Cancelled.");
                return ExitCode.Cancelled;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                console.Error(e.Message);
                return ExitCode.WrongUse;
            }
            catch (DbException e)
            {
                console.Error($"The database: {e.Message}");
                return ExitCode.DependencyDown;
            }
            catch (CksConfigurationException e)
            {
                console.Findings(e.Diagnostics);
                return ExitCode.WrongUse;
            }
        });
    }

    /// <summary>The forms of its result.</summary>
    public virtual IReadOnlyList<string> Formats { get; } = ["text", "json"];

    /// <summary>Command lines that work as they stand, shown at the end of the verb's help.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Does the work.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    protected abstract Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken);
}
