using Cks.Cli;

return await CksTool.RunAsync(args).ConfigureAwait(false);
