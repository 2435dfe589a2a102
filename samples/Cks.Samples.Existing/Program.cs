// An API that was there before Cks, and the steps of docs/adopting.md: dotnet run -- --Step 3
using Cks.Samples.Existing;

var app = ExistingHost.Build(args);
await app.RunAsync();
