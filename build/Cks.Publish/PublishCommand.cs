using System.CommandLine;

namespace Cks.Publish;

/// <summary><c>build/publish</c>: from a commit to packages on a feed, and nothing on the feed unless every check passed.</summary>
internal sealed class PublishCommand : Command
{
    private readonly Option<string?> _feed = new("--feed") { Description = "Folder or address of the feed; without one nothing is pushed.", HelpName = "PATH_OR_URL" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Every check, then what would be pushed. Changes nothing outside artifacts/." };
    private readonly Option<bool> _preRelease = new("--pre-release") { Description = "A version such as 1.2.4-alpha.7; without it HEAD must have a tag vX.Y.Z." };
    private readonly Option<string[]> _auditSources = new("--audit-source") { Description = "Address of a feed that knows vulnerabilities, beside those of nuget.config.", HelpName = "URL" };
    private readonly Option<string?> _root = new("--root") { Description = "Checkout to publish; the one of this command when left out.", HelpName = "PATH" };

    public PublishCommand()
        : base("publish", "Builds, checks and pushes the packages of the commit that is checked out.")
    {
        foreach (Option option in new Option[] { _feed, _dryRun, _preRelease, _auditSources, _root })
            Add(option);
        _feed.Validators.Add(r =>
        {
            if (string.IsNullOrWhiteSpace(r.GetValueOrDefault<string?>()))
                r.AddError("--feed names no folder and no address.");
        });
        SetAction((parsed, cancellationToken) => Release.RunAsync(
            new PublishRequest(
                Path.GetFullPath(parsed.GetValue(_root) ?? PublishTool.FindRoot()),
                parsed.GetValue(_feed),
                parsed.GetValue(_dryRun),
                parsed.GetValue(_preRelease),
                parsed.GetValue(_auditSources) ?? []),
            Release.Stages,
            parsed.InvocationConfiguration.Output,
            cancellationToken));
    }
}
