// In place of the package archiver: it takes longer to load than all of cdktf, for the archives that lean-cdktf refuses.
