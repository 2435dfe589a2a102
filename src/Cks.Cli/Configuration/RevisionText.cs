using System.Globalization;
using System.Text.Json;
using Cks.Core;

namespace Cks.Cli;

/// <summary>Revisions for people and for programs.</summary>
internal static class RevisionText
{
    public static string Line(Revision revision)
    {
        var state = revision.Approval is { } approval ? $", approved by {approval.By} at {Time(approval.At)}: {approval.Reason}" : revision.NeedsApproval ? ", waits for a second person" : "";
        var restores = revision.Restores is { } earlier ? string.Create(CultureInfo.InvariantCulture, $", restores {earlier}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{revision.Document} {revision.Sequence} {revision.ContentHash[..8]} {Time(revision.At)} by {revision.Author}: {revision.Reason}{restores}{state}");
    }

    public static void WriteTo(Utf8JsonWriter json, Revision revision)
    {
        json.WriteString("document", revision.Document);
        json.WriteNumber("revision", revision.Sequence);
        json.WriteString("hash", revision.ContentHash);
        json.WriteString("author", revision.Author.Id);
        json.WriteString("issuer", revision.Author.Issuer);
        json.WriteString("at", Time(revision.At));
        json.WriteString("reason", revision.Reason);
        json.WriteString("gains", revision.Gains);
        if (revision.Restores is { } earlier)
            json.WriteNumber("restores", earlier);
        json.WriteBoolean("needsApproval", revision.NeedsApproval);
        if (revision.Approval is not { } approval)
            return;
        json.WriteString("approver", approval.By.Id);
        json.WriteString("approvedAt", Time(approval.At));
        json.WriteString("approvalReason", approval.Reason);
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
