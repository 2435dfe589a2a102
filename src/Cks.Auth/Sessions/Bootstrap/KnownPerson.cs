namespace Cks.Auth;

/// <summary>What was read of a person, and what it amounts to under the roles of the application.</summary>
internal sealed class KnownPerson(SessionKey person, IReadOnlyList<SessionRecord> records)
{
    private Judged? _judged;

    public bool IsKnown => records.Count > 0;

    /// <summary>Judged anew when a policy with other roles has come into use.</summary>
    public SessionResolution Resolve(IReadOnlyCollection<string> roles)
    {
        if (Volatile.Read(ref _judged) is { } judged && ReferenceEquals(judged.Roles, roles))
            return judged.Resolution;
        var resolution = records.Count > 1
            ? SessionResolution.Refused(SessionRefusalReason.SeveralRecords)
            : SessionResolution.From(person.Issuer, person.Id, records.Count == 0 ? null : records[0], roles);
        Volatile.Write(ref _judged, new(roles, resolution));
        return resolution;
    }

    private sealed record Judged(IReadOnlyCollection<string> Roles, SessionResolution Resolution);
}
