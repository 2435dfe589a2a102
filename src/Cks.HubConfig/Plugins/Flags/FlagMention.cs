using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Where a document names a feature or flag, and whether that is a feature of its own.</summary>
internal readonly record struct FlagMention(SourcePlace Place, bool IsFeature);
