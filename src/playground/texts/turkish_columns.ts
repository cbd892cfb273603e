/**
 * What the columns of tables mean, in Turkish: sentences by those in English. `{}` is a name or a number that both
 * sentences have, in the same order. Names of columns and options stay as they are.
 */
export const turkishColumns: Readonly<Record<string, string>> = {
  // Sentences about a set of pictures.
  'Of a set: the sum over its pictures.': 'Resim kümesinde: resimler üzerinden toplam.',
  'Of a set: the mean of its pictures.': 'Resim kümesinde: resimlerin ortalaması.',
  'Of a set: the largest of its pictures.': 'Resim kümesinde: resimlerin en büyüğü.',
  'Of a set: the smallest of its pictures.': 'Resim kümesinde: resimlerin en küçüğü.',
  'Of a set: {} over {}, each summed over its pictures.':
    'Resim kümesinde: resimler üzerinden toplanan {} bölü resimler üzerinden toplanan {}.',
  'Of a set: the lower end of the 95 % interval of {} over pictures (also for `trials: all`); empty for fewer than {}.':
    'Resim kümesinde: %95 güven aralığının alt ucu; {} için, resimler üzerinden (`trials: all` iken de). {} resimden azsa boş.',
  'Of a set: the upper end of the 95 % interval of {} over pictures (also for `trials: all`); empty for fewer than {}.':
    'Resim kümesinde: %95 güven aralığının üst ucu; {} için, resimler üzerinden (`trials: all` iken de). {} resimden azsa boş.',
  'Of a set: that of the picture with the largest {}, of several that are equal (to {} of it) the first.':
    'Resim kümesinde: {} değeri en büyük olan resimdeki; eşit olanlardan ({} kadar yakın) ilki.',

  // When a cell is empty.
  'Empty for class numbers.': 'Sınıf numaralarında boş.',
  'Empty at other steps.': 'Öbür adımlarda boş.',
  'Empty if both are 0.': 'İkisi de 0 ise boş.',
  'Empty where nothing differs, or nothing can be compared, and for class numbers.':
    'Hiçbir fark yoksa, karşılaştırılacak bir şey kalmadıysa ve sınıf numaralarında boş.',
  'Empty for a map of one channel that has no threshold and is not of whole numbers, and where nothing can be compared.':
    'Eşiği olmayan ve tam sayılardan oluşmayan tek kanallı haritada ve karşılaştırılacak bir şey kalmadıysa boş.',
  'Empty where none is left, and for class numbers.': 'Hiçbiri kalmadıysa ve sınıf numaralarında boş.',
  'Empty without labels, and at steps that decide nothing.': 'Etiket yoksa ve karar vermeyen adımlarda boş.',
  'Empty without labels and at steps that decide nothing.': 'Etiket yoksa ve karar vermeyen adımlarda boş.',
  'Empty at steps that decide nothing.': 'Karar vermeyen adımlarda boş.',
  'Empty at steps without a decision.': 'Karar olmayan adımlarda boş.',
  'Empty where that output is no distribution, of values from 0 to 1 that add up to 1 (within 1e-4): softmax makes one.':
    'O çıktı bir dağılım değilse, yani 0 ile 1 arasındaki değerleri toplamda 1 etmiyorsa (1e-4 payla), boş; softmax bir dağılım verir.',
  'Empty where the output is no distribution, of values from 0 to 1 that add up to 1 (within 1e-4): softmax makes one.':
    'Çıktı bir dağılım değilse, yani 0 ile 1 arasındaki değerleri toplamda 1 etmiyorsa (1e-4 payla), boş; softmax bir dağılım verir.',
  'Empty where the output is no distribution, as softmax makes one.':
    'Çıktı, softmax’ın verdiği gibi bir dağılım değilse boş.',
  'Empty without trials.': 'Deneme yoksa boş.',
  'Empty without trials, and for class numbers.': 'Deneme yoksa ve sınıf numaralarında boş.',
  'Empty if a norm is 0, and for class numbers.': 'Bir norm 0 ise ve sınıf numaralarında boş.',
  'Empty if that norm is 0, and for class numbers.': 'O norm 0 ise ve sınıf numaralarında boş.',
  'Empty if the norm of the reference is 0, and for class numbers.':
    'Referansın normu 0 ise ve sınıf numaralarında boş.',
  'Trials where that norm is 0 do not count.': 'Bu normun 0 olduğu denemeler sayılmaz.',
  'Trials where a norm is 0 do not count.': 'Bir normun 0 olduğu denemeler sayılmaz.',
  'Trials with a norm of 0 do not count.': 'Bir normu 0 olan denemeler sayılmaz.',
  'Trials whose reference has norm 0 do not count.': 'Referansının normu 0 olan denemeler sayılmaz.',

  // Which row it is.
  'The name of the experiment.': 'Deneyin adı.',
  'The value of `{}` in this variant.': 'Bu varyantta `{}` değeri.',
  'Index in the expanded stack; 0 is the image.': 'Açılmış yığındaki sıra; 0 görüntüdür.',
  "The layer whose output this is; the image's kind at step 0.":
    'Bu çıktıyı veren katman; 0. adımda görüntünün türü.',
  'Layers that pool up to and including this step.': 'Bu adım dahil, buraya kadar havuzlayan katman sayısı.',
  'Height of the output.': 'Çıktının yüksekliği.',
  'Width of the output.': 'Çıktının genişliği.',
  'Channels of the output.': 'Çıktının kanal sayısı.',
  'The reading of "coincide".': '“Çakışır” sözünün burada ne demek olduğu.',
  'Rows that the content moves down.': 'İçeriğin kaç satır aşağı kaydığı.',
  'Columns that the content moves right.': 'İçeriğin kaç sütun sağa kaydığı.',
  'The picture: its path below the folder, place or number.': 'Resim: klasördeki yolu, yeri ya da numarası.',
  'Its class; empty without labels.': 'Sınıfı; etiket yoksa boş.',
  'The name of that class; empty where none is known.': 'O sınıfın adı; bilinmiyorsa boş.',
  'The class of the pictures.': 'Resimlerin sınıfı.',
  'Its name; empty where none is known.': 'Adı; bilinmiyorsa boş.',
  "The class of its output: 0 is the reference's, then by first member in the order dy, then dx.":
    'Çıktısının sınıfı: 0 referansınkidir; sonrakiler önce dy, sonra dx sırasındaki ilk üyelerine göredir.',

  // Counts and rates.
  'Pictures that were measured.': 'Ölçülen resimler.',
  'Pictures that could not be decoded and were left out (`on_error: skip`).':
    'Çözülemediği için atlanan resimler (`on_error: skip`).',
  'Draws of a shift.': 'Kaydırma çekilişleri.',
  'Draws of this shift, over all pictures.': 'Bu kaydırmanın bütün resimlerdeki çekilişleri.',
  'Draws of this shift.': 'Bu kaydırmanın çekilişleri.',
  'Distinct shifts among them.': 'Bunların arasındaki farklı kaydırmalar.',
  'Trials whose output coincides with the reference of its picture.':
    'Çıktısı, resminin referansıyla çakışan denemeler.',
  'Trials whose output coincides with the reference.':
    'Çıktısı referansla, yani kaydırılmamış görüntünün çıktısıyla çakışan denemeler.',
  'Share of them.': 'Bunların payı.',
  'Lower end of the 95 % Wilson interval; the rate itself for `trials: all`.':
    'Wilson’ın %95 güven aralığının alt ucu; `trials: all` iken oranın kendisi.',
  'Upper end of the 95 % Wilson interval; the rate itself for `trials: all`.':
    'Wilson’ın %95 güven aralığının üst ucu; `trials: all` iken oranın kendisi.',
  'Lower end of the 95 % interval over pictures; empty for fewer than {}.':
    'Resimler üzerinden %95 güven aralığının alt ucu; {} resimden azsa boş.',
  "Lower end: Wilson's, over as many pairs as would, if they shared no draw, have the standard error that the jackknife over trials finds; no more than there are, and ⌊N / 2⌋ where every pair or none coincides.":
    'Alt uç: Wilson aralığı; hiçbir çekilişi paylaşmasalardı, denemeler üzerinden jackknife’ın bulduğu standart hatayı verecek sayıda çift üzerinden. Bu sayı olan çiftlerden çok değildir; bütün çiftler çakışıyorsa ya da hiçbiri çakışmıyorsa ⌊N / 2⌋’dir.',
  'The rate itself for `trials: all`.': '`trials: all` iken oranın kendisi.',
  'Upper end, likewise.': 'Üst uç; aynı biçimde.',
  'Chance that two draws coincide, equal shifts included, as the literature counts; empty for a single draw.':
    'İki çekilişin çakışma olasılığı; yazında sayıldığı gibi, eşit kaydırmalar dahil. Tek çekilişte boş.',
  'Chance that two trials with different shifts coincide; empty where no two shifts differ.':
    'Kaydırmaları farklı iki denemenin çakışma olasılığı; birbirinden farklı iki kaydırma yoksa boş.',
  'Chance that {} draws all coincide, equal shifts included; empty for fewer trials.':
    '{} çekilişin hepsinin çakışma olasılığı, eşit kaydırmalar dahil; daha az denemede boş.',
  'Distinct outputs among the drawn shifts.': 'Çekilen kaydırmalar arasındaki farklı çıktılar.',
  'Entropy of the drawn shifts: the information about the position in the input.':
    'Çekilen kaydırmaların entropisi: girdideki konum bilgisi.',
  'Entropy of the classes: the part of that information that the outputs keep.':
    'Sınıfların entropisi: bu bilginin çıktılarda kalan bölümü.',
  '0 is invariance.': '0, değişmezliktir.',
  'The largest length max(|dy|, |dx|) among 0 and the drawn shifts such that every drawn shift up to it matches.':
    '0 ile çekilen kaydırmaların max(|dy|, |dx|) uzunlukları arasında, o uzunluğa kadar çekilen her kaydırmanın eşleştiği en büyüğü.',
  'Trials in which the second image, shifted alike, gives the same output.':
    'Aynı biçimde kaydırılan ikinci görüntünün aynı çıktıyı verdiği denemeler.',
  'Share of pairs of neighbouring drawn shifts, one step apart on one axis (of a list: following each other), that coincide.':
    'Komşu kaydırma çiftlerinden çakışanların payı; komşular bir eksende bir adım uzaktır (listede: birbirini izler).',
  'One minus it is the one-pixel flip rate.':
    'Birden çıkarılırsa, bir piksellik kaydırmanın değişim oranıdır.',
  'Empty where no two are neighbours.': 'Komşu çift yoksa boş.',
  'Share of the {} highest channels that are among the {} highest at the next shift, over pairs of neighbouring drawn shifts (as for neighbour_rate).':
    'En yüksek {} kanaldan, komşu kaydırmada da en yüksek {} kanal arasında olanların payı; çekilen komşu kaydırma çiftleri üzerinden (neighbour_rate gibi).',
  'Empty below {} channels, and where the output is not a single cell.':
    '{} kanaldan azsa ve çıktı tek hücre değilse boş.',
  'Top-{} distance: how far the {} highest channels move in the ranking, where all ranks from {} on count as {}.':
    'İlk-{} uzaklığı: en yüksek {} kanalın sıralamada ne kadar yer değiştirdiği; {} ve sonraki sıraların hepsi {} sayılır.',
  'Empty below {} channels.': '{} kanaldan azsa boş.',
  'Distance of the rankings, where high ranks count most.':
    'Sıralamaların uzaklığı; üst sıralar daha çok sayılır.',

  // How far outputs move.
  'Mean cosine similarity to the reference, over trials.':
    'Referansa kosinüs benzerliğinin denemeler üzerinden ortalaması.',
  'Mean cosine similarity to the reference.': 'Referansa kosinüs benzerliğinin ortalaması.',
  'Cosine similarity to the reference.': 'Referansa kosinüs benzerliği.',
  'Mean distance from the reference relative to its norm, over trials.':
    'Referansa uzaklığın referansın normuna oranı; denemeler üzerinden ortalaması.',
  'Mean distance from the reference relative to its norm.':
    'Referansa uzaklığın referansın normuna oranının ortalaması.',
  'Distance from the reference relative to its norm.': 'Referansa uzaklığın referansın normuna oranı.',
  'Largest absolute difference from the reference.': 'Referanstan en büyük mutlak fark.',
  'Largest absolute difference from a reference.': 'Bir referanstan en büyük mutlak fark.',
  'Share of non-zero values in the reference: what condensing raises.':
    'Referansta sıfır olmayan değerlerin payı: yoğunlaştırmanın yükselttiği.',
  'Rows of the worst shift.': 'En kötü kaydırmanın satırları.',
  'If several are equally far, the first in the order dy, then dx.':
    'Aynı uzaklıkta birkaç tane varsa, önce dy, sonra dx sırasındaki ilki.',
  'Columns of the worst shift.': 'En kötü kaydırmanın sütunları.',
  'Relative distance of the worst shift.': 'En kötü kaydırmanın bağıl uzaklığı.',
  'Peak signal-to-noise ratio of the outputs against the reference moved by shift / stride, over the trials whose shift is whole in cells, in the cells that all drawn shifts leave in the frame.':
    'Çıktıların, kaydırma / adım kadar taşınmış referansa göre tepe sinyal-gürültü oranı; kaydırması tam hücre olan denemeler üzerinden, çekilen bütün kaydırmaların çerçevede bıraktığı hücrelerde.',
  'Mean absolute change of a value of the output per pixel, to the right: ε is the smallest shift along x that was drawn in both directions.':
    'Çıktının bir değerinin piksel başına ortalama mutlak değişimi, sağa doğru: ε, x boyunca iki yönde de çekilen en küçük kaydırmadır.',
  'The same to the left.': 'Aynısı, sola doğru.',
  'How far the two are apart, relative to their mean: above 0, the output has a kink where the picture is not shifted.':
    'İkisinin, ortalamalarına göre ne kadar ayrıldığı: 0’dan büyükse, resim kaydırılmamışken çıktıda bir kırılma vardır.',
  'Mean share of cells whose class is that of the reference moved, over the trials whose shift is whole in cells, each in the cells that both maps have in the frame.':
    'Sınıfı, taşınmış referansınkiyle aynı olan hücrelerin ortalama payı; kaydırması tam hücre olan denemeler üzerinden, her birinde iki haritanın da çerçevede kalan hücrelerinde.',
  'The class is the largest channel; of one channel its whole number, or with a threshold whether it is above.':
    'Sınıf en büyük kanaldır; tek kanalda tam sayının kendisi ya da eşik varsa onun üstünde olup olmadığıdır.',
  'Mean intersection over union of the classes that are in the output or in the reference moved, over the trials whose shift is whole in cells, each in the cells that both maps have in the frame.':
    'Çıktıda ya da taşınmış referansta bulunan sınıfların ortalama kesişim bölü birleşimi (IoU); kaydırması tam hücre olan denemeler üzerinden, her birinde iki haritanın da çerçevede kalan hücrelerinde.',
  'Mean distance from the reference moved, relative to its norm, over the trials whose shift is whole in cells, each in the cells that both maps have in the frame.':
    'Taşınmış referansa uzaklığın onun normuna oranının ortalaması; kaydırması tam hücre olan denemeler üzerinden, her birinde iki haritanın da çerçevede kalan hücrelerinde.',
  'Mean cosine similarity to the reference moved, over the trials whose shift is whole in cells, each in the cells that both maps have in the frame.':
    'Taşınmış referansa kosinüs benzerliğinin ortalaması; kaydırması tam hücre olan denemeler üzerinden, her birinde iki haritanın da çerçevede kalan hücrelerinde.',
  'At the step of a layer that chooses among its inputs (argmax, adaptive_polyphase), for the unshifted image: the smallest gap between what was chosen and the next best, relative to it.':
    'Girdileri arasından seçim yapan bir katmanda (argmax, adaptive_polyphase), kaydırılmamış görüntü için: seçilen ile ondan sonraki en iyinin arasındaki en küçük fark, seçilene oranla.',
  '0: a tie.': '0: eşitlik.',

  // Decisions.
  'Share of pictures whose unshifted output decides for their class: the largest channel of a single cell (of a tie, the first), or the value that argmax gives.':
    'Kaydırılmamış çıktısı kendi sınıfına karar veren resimlerin payı; karar, tek hücrenin en büyük kanalı (eşitlikte ilki) ya da argmax’ın verdiği değerdir.',
  'Share of trials that are consistent and correct: the unshifted output and the shifted one decide for the class of the picture (see accuracy).':
    'Hem tutarlı hem doğru denemelerin payı: kaydırılmamış çıktı da kaydırılmış çıktı da resmin sınıfına karar verir (bkz. accuracy).',
  'Share of trials whose output decides for the class of the picture, whatever the unshifted output decides (see accuracy).':
    'Kaydırılmamış çıktının kararı ne olursa olsun, çıktısı resmin sınıfına karar veren denemelerin payı (bkz. accuracy).',
  'Share of trials whose output decides for the class of the picture.':
    'Çıktısı resmin sınıfına karar veren denemelerin payı.',
  'By how much the accuracy of unshifted pictures is above that.':
    'Kaydırılmamış resimlerdeki doğruluğun bundan ne kadar yüksek olduğu.',
  'Share of pictures whose every drawn shift matches the reference.':
    'Çekilen her kaydırması referansla eşleşen resimlerin payı.',
  'Share of pictures that are classified correctly unshifted and at every drawn shift (see accuracy).':
    'Kaydırılmamışken de çekilen her kaydırmada da doğru sınıflandırılan resimlerin payı (bkz. accuracy).',
  'Share of pictures that are classified correctly at some drawn shift.':
    'Çekilen kaydırmaların en az birinde doğru sınıflandırılan resimlerin payı.',
  'Rows of the shift at which fewest pictures match.': 'En az resmin eşleştiği kaydırmanın satırları.',
  'If there are several, the first in the order dy, then dx.':
    'Birkaç tane varsa, önce dy, sonra dx sırasındaki ilki.',
  'Columns of that shift.': 'O kaydırmanın sütunları.',
  'Share of pictures that match at that shift.': 'O kaydırmada eşleşen resimlerin payı.',
  'It has no interval, since the shift was chosen.': 'Kaydırma seçilmiş olduğu için güven aralığı yoktur.',
  'Share of pictures that one shift, the same for all, changes: the universal perturbation among the shifts.':
    'Hepsi için aynı olan tek bir kaydırmanın değiştirdiği resimlerin payı: kaydırmalar arasındaki evrensel pertürbasyon.',
  'Share of trials that decide otherwise than the unshifted output: by the largest channel of a single cell (of a tie, the first), or by the value that argmax gives.':
    'Kararı kaydırılmamış çıktınınkinden farklı olan denemelerin payı; karar, tek hücrenin en büyük kanalı (eşitlikte ilki) ya da argmax’ın verdiği değerdir.',
  'Mean absolute change of the probability of the class for which the unshifted output decides.':
    'Kaydırılmamış çıktının karar verdiği sınıfın olasılığındaki ortalama mutlak değişim.',
  'Largest minus smallest probability of the class for which the unshifted output decides, over the drawn shifts and the unshifted picture.':
    'Kaydırılmamış çıktının karar verdiği sınıfın en büyük ve en küçük olasılığının farkı; çekilen kaydırmalar ve kaydırılmamış resim üzerinden.',
  'Smallest gap between the largest channel and the next, over the drawn shifts, of an output that is a single cell of two channels or more.':
    'En büyük kanal ile bir sonraki arasındaki en küçük fark; çekilen kaydırmalar üzerinden, iki ya da daha çok kanallı tek hücrelik çıktıda.',
  'Backends may decide otherwise where it is below their differences.':
    'Bu fark, hesap yöntemleri arasındaki farklardan küçükse karar değişebilir.',
  'The decision of the unshifted output: its largest channel, if it is a single cell (of a tie, the first), or the value that argmax gives.':
    'Kaydırılmamış çıktının kararı: tek hücreyse en büyük kanalı (eşitlikte ilki) ya da argmax’ın verdiği değer.',
  'The probability of that decision.': 'O kararın olasılığı.',
  'The most frequent decision of other trials (of a tie, the smallest class).':
    'Başka karar veren denemelerin en sık kararı (eşitlikte numarası en küçük sınıf).',
  'Empty where no trial decides otherwise.': 'Başka karar veren deneme yoksa boş.',
  'Share of trials with that other decision.': 'O başka kararı veren denemelerin payı.',
  'The largest channel of the output (of a tie, the first), or the value that argmax gives.':
    'Çıktının en büyük kanalı (eşitlikte ilki) ya da argmax’ın verdiği değer.',
  'Its probability.': 'Olasılığı.',
  'Gap between the largest channel and the next.': 'En büyük kanal ile bir sonraki arasındaki fark.',
  'Empty for the value of argmax.': 'argmax’ın değerinde boş.',

  // Classes apart.
  'Share of pictures whose unshifted output is nearer to the mean of the others of its class than to that of any other class (leave-one-out nearest centroid, Euclidean).':
    'Kaydırılmamış çıktısı, kendi sınıfındaki öbür resimlerin ortalamasına başka her sınıfın ortalamasından daha yakın olan resimlerin payı (birini dışarıda bırakarak en yakın merkez, Öklid).',
  'The same for shifted outputs, over trials, against the means of unshifted outputs.':
    'Aynısı kaydırılmış çıktılar için, denemeler üzerinden, kaydırılmamış çıktıların ortalamalarına göre.',
  'Mean distance of unshifted outputs from the nearest mean of another class.':
    'Kaydırılmamış çıktıların, başka bir sınıfın en yakın ortalamasına ortalama uzaklığı.',
  'Mean distance from the mean of the others of their class.':
    'Kendi sınıfındaki öbür resimlerin ortalamasına ortalama uzaklık.',
  'Between-class over within-class distance: above 1, the classes lie apart.':
    'Sınıflar arası uzaklık bölü sınıf içi uzaklık: 1’den büyükse sınıflar birbirinden ayrıdır.',
  'Mean distance of shifted outputs from their reference, over trials, over the median distance between the references of two pictures; above {} pictures, of two of {} that are drawn from `SEED pairs [I]`.':
    'Kaydırılmış çıktıların referanslarına ortalama uzaklığı, denemeler üzerinden, bölü iki resmin referansları arasındaki medyan uzaklık; {} resimden çoksa, `SEED pairs [I]` ile çekilen {} resimden ikisinin.',
  'Empty if that median is 0, for class numbers, and where pictures × values are more than {}.':
    'O medyan 0 ise, sınıf numaralarında ve resim × değer sayısı {} sayısından çoksa boş.',
  "Share of trials to whose output no other picture's reference is nearer, or as near, as its own.":
    'Çıktısına, başka hiçbir resmin referansı kendi referansı kadar ya da ondan daha yakın olmayan denemelerin payı.',
  'Empty where sensitivity has no room, and for class numbers.':
    'sensitivity hesaplanamıyorsa ve sınıf numaralarında boş.',
  'For each value of the output: the mean over pictures of its standard deviation over shifts, over the mean over shifts of its standard deviation over pictures; the mean of it over the values whose denominator is not 0.':
    'Çıktının her değeri için: kaydırmalar üzerinden standart sapmasının resimlerdeki ortalaması, bölü resimler üzerinden standart sapmasının kaydırmalardaki ortalaması; bunun, paydası 0 olmayan değerlerdeki ortalaması.',
  'Empty if there are none, for class numbers, and where shifts × values are more than {}.':
    'Böyle değer yoksa, sınıf numaralarında ve kaydırma × değer sayısı {} sayısından çoksa boş.',

  // Detections and points.
  'Mean intersection over union of the pairs of boxes, over all pairs of all trials.':
    'Kutu çiftlerinin ortalama kesişim bölü birleşimi (IoU); bütün denemelerin bütün çiftleri üzerinden.',
  'Empty without a pair, and at steps without boxes.': 'Çift yoksa ve kutu olmayan adımlarda boş.',
  'Share of the reference boxes, moved with the picture, that have no pair, over all trials.':
    'Resimle birlikte taşınan referans kutularından çifti olmayanların payı; bütün denemeler üzerinden.',
  'Those that the shift moves out of the frame do not count.':
    'Kaydırmanın çerçeveden çıkardıkları sayılmaz.',
  'Share of the boxes of shifted pictures that have no pair, over all trials.':
    'Kaydırılmış resimlerin kutularından çifti olmayanların payı; bütün denemeler üzerinden.',
  'Mean distance between the centres of the pairs of boxes, over all pairs of all trials.':
    'Kutu çiftlerinin merkezleri arasındaki ortalama uzaklık; bütün denemelerin bütün çiftleri üzerinden.',
  'Mean over reference boxes of the largest minus the smallest score of their pairs over the drawn shifts; the score is 0 where a box has none.':
    'Referans kutularının, çekilen kaydırmalardaki çiftlerinin en büyük ve en küçük puanı arasındaki farkın ortalaması; çifti olmayan kutunun puanı 0’dır.',
  'Mean distance of all points from where the shift moves them, but for those that it moves out of the frame and those that are left out on either side.':
    'Bütün noktaların, kaydırmanın onları taşıdığı yere ortalama uzaklığı; çerçevenin dışına çıkanlar ve iki taraftan birinde bulunmayanlar sayılmaz.',
  'Empty where there is none, and at steps without points.': 'Nokta yoksa ve nokta olmayan adımlarda boş.',
};
