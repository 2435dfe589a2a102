namespace Cks.Auth.Tests;

/// <summary>The cases run one after another, so that what one of them costs is not another's.</summary>
[CollectionDefinition(nameof(CaseCollection))]
public sealed class CaseCollection : ICollectionFixture<CaseLab>;
