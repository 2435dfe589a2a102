namespace Cks.Auth;

/// <summary>A change of the keys of one owner and its audit row: written together or not at all.</summary>
/// <param name="Written">Keys that are new, or stand in place of those with their ids. When they were last used is not written with them.</param>
/// <param name="Removed">Ids of keys that have been over for long. One that is not there any more is no fault.</param>
/// <param name="Record">The audit row; <see langword="null"/> where nobody did anything: a hash is renewed under the next pepper.</param>
public sealed record ApiKeyChange(IReadOnlyList<StoredApiKey> Written, IReadOnlyList<string> Removed, ApiKeyRecord? Record);
